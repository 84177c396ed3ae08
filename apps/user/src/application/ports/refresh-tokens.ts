export interface RefreshTokenContent {
  readonly familyId: string;
  readonly counter: number;
}

/** Turns a family and a counter into a token that only this service can make: the same one every time. */
export abstract class RefreshTokens {
  abstract make(content: RefreshTokenContent): string;

  /** @returns undefined if this service did not make the token */
  abstract read(token: string): RefreshTokenContent | undefined;
}
