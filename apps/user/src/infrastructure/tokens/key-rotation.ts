import { KeyFolder, signsFrom } from './key-folder';
import { spentKeys } from './signing-keys';

/** Services ask for keys that they do not know every 10 s at most, and this one looks into its folder every 2 s. */
export const LEAST_LEAD_SECONDS = 20;

export interface Rotation {
  /** The key that is to sign next. */
  readonly kid: string;
  readonly signsFrom: Date;
  /** Keys that are gone, since every token of theirs has expired. */
  readonly removed: readonly string[];
}

/** Adds a key that takes over in `leadSeconds`, unless one is waiting to do so already, and removes those that are spent. */
export function rotateKeys(folder: KeyFolder, now: Date, leadSeconds: number): Rotation {
  if (!(leadSeconds >= LEAST_LEAD_SECONDS))
    throw new RangeError(
      `A new key needs ${LEAST_LEAD_SECONDS} s or more until it signs, so that everybody knows it by then`,
    );
  const keys = folder.read();
  const removed = spentKeys(keys, now).map(({ kid }) => kid);
  for (const kid of removed) folder.remove(kid);
  const waiting = keys.find((key) => key.signsFrom > now)?.kid;
  const kid = waiting ?? folder.add(new Date(now.getTime() + leadSeconds * 1_000));
  return { kid, signsFrom: signsFrom(kid), removed };
}

/** Takes back a key that has not signed yet; false if it has. */
export function withdrawKey(folder: KeyFolder, kid: string, now: Date): boolean {
  if (signsFrom(kid) <= now) return false;
  folder.remove(kid);
  return true;
}
