/** An RSA key that access tokens are checked with: modulus and exponent as in a JWK. */
export interface PublicKey {
  readonly kid: string;
  readonly n: string;
  readonly e: string;
}

export abstract class PublicKeys {
  abstract all(): readonly PublicKey[];
}
