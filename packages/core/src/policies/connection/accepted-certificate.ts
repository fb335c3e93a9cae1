/** A client certificate that was accepted, for handlers and events. Frozen. */
export interface AcceptedCertificate {
  /** As the gateway writes it: `C=US, O="Contoso, Inc.", CN=client.contoso.example`. */
  readonly subject: string;
  readonly issuer: string;
  /** Hexadecimal, in upper case. */
  readonly serialNumber: string;
  /** SHA-1 of the certificate, hexadecimal, in upper case, as in Azure. */
  readonly thumbprint: string;
  /** SHA-256 of the certificate, hexadecimal, in upper case. */
  readonly thumbprint256: string;
  /** ISO 8601. */
  readonly validTo: string;
}
