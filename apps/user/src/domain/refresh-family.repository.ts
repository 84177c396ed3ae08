import { RefreshFamily } from './refresh-family';

/** A family that was ended before its time. */
export interface RevokedFamily {
  readonly id: string;
  readonly revokedAt: Date;
}

export abstract class RefreshFamilyRepository {
  /** Adds a family and forgets the same user's expired ones, so that the table holds what is of use. */
  abstract add(family: RefreshFamily, now: Date): Promise<void>;

  /** Holds the family against others until the transaction ends. */
  abstract lock(familyId: string): Promise<RefreshFamily | undefined>;

  abstract save(family: RefreshFamily): Promise<void>;

  /** Ends every session of a user, as a change of password must. */
  abstract revokeAllOf(userId: string, now: Date): Promise<void>;

  /** The families that were revoked after this moment. */
  abstract revokedSince(moment: Date): Promise<RevokedFamily[]>;
}
