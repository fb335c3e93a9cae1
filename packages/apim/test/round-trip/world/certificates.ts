import { makeCertificate, type MadeCertificate } from "@product-auth/testkit/certificates";

/** The authority of the tests, with the name that documents demand. */
const authority = makeCertificate({ subject: [[["C", "XX"]], [["O", "Demo CA"]]], authority: true });
const stranger = makeCertificate({ subject: [[["C", "XX"]], [["O", "Demo CA"]]], authority: true });

/** Certificates of callers by what is special about them. */
export const certificates = {
  partner: makeCertificate({
    subject: "partner.example",
    issuer: authority,
    dnsNames: ["partner.example"],
    purposes: ["clientAuth"],
  }),
  pinned: makeCertificate({ subject: "pinned.example", issuer: authority, purposes: ["clientAuth"] }),
  other: makeCertificate({ subject: "other.example", issuer: authority, purposes: ["clientAuth"] }),
  forged: makeCertificate({ subject: "partner.example", issuer: authority, signedBy: stranger }),
} satisfies Record<string, MadeCertificate>;

export type CertificateName = keyof typeof certificates;

export const authorityPem: string = authority.pem;
export const authorities: readonly [typeof authority.certificate] = [authority.certificate];
