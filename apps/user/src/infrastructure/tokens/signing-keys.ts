import { Clock } from '@tradewind/kernel';
import { PublicKey, PublicKeys } from '../../application/ports/public-keys';
import { KeyFolder, SigningKey } from './key-folder';

/** The most that ACCESS_TOKEN_MINUTES can be. */
export const LONGEST_TOKEN_MINUTES = 60;
/** For clocks that differ. */
const LEEWAY_MINUTES = 5;

/** The keys of access tokens: which of them signs, and which are published. */
export class SigningKeys extends PublicKeys {
  private keys: readonly SigningKey[];

  /** @throws SigningKeysUnusable */
  constructor(
    private readonly folder: KeyFolder,
    private readonly clock: Clock,
  ) {
    super();
    this.keys = folder.read();
  }

  /** The last one whose time has come. One that is to sign later is published before, so that everybody knows it by then. */
  signingAt(now: Date): SigningKey {
    return this.keys.findLast(({ signsFrom }) => signsFrom <= now) ?? this.keys[0]!;
  }

  /** All of which a token may be in use, or soon will be. */
  all(): readonly PublicKey[] {
    const spent = spentKeys(this.keys, this.clock.now());
    return this.keys.filter((key) => !spent.includes(key)).map(({ publicKey }) => publicKey);
  }

  /**
   * Takes in keys that were added or removed; true if there were any.
   * @throws SigningKeysUnusable, and keeps what it had
   */
  reload(): boolean {
    if (this.folder.kids().join() === this.keys.map(({ kid }) => kid).join()) return false;
    this.keys = this.folder.read();
    return true;
  }
}

/**
 * Those, of keys in the order in which they sign, whose successor has signed for longer than any token lives. A successor
 * that is not named by a moment may have come just now.
 */
export function spentKeys<K extends { readonly signsFrom: Date }>(keys: readonly K[], now: Date): K[] {
  const longAgo = now.getTime() - (LONGEST_TOKEN_MINUTES + LEEWAY_MINUTES) * 60_000;
  const replaced = keys.findLastIndex(({ signsFrom }) => signsFrom.getTime() > 0 && signsFrom.getTime() <= longAgo);
  return keys.slice(0, Math.max(0, replaced));
}
