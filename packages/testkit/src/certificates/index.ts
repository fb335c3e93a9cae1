export {
  makeCertificate,
  type CertificateRequest,
  type DistinguishedName,
  type MadeCertificate,
} from "./make-certificate.js";
