import { engineWish } from '../choose-engine';
import { examine } from '../doctor/examine';
import type { Finding } from '../doctor/finding';
import { judge } from '../doctor/judge';
import { done, failed, note, say } from '../output';
import type { Settings } from '../settings';

const TELL: Record<Finding['level'], (text: string) => void> = { ok: done, note, lacking: failed };

/** Says what this machine has and lacks for `make up`, and what to do about it; exit code 1 only if it could not work. */
export async function doctor(home: string, settings: Settings): Promise<void> {
  engineWish(settings);
  const findings = judge(await examine(home, settings));
  for (const { level, text, advice } of findings) {
    TELL[level](text);
    if (advice) say(`      ${advice}`);
  }
  const lacking = findings.filter(({ level }) => level === 'lacking').length;
  say();
  if (lacking === 0) say('make up can work here.');
  else say(`make up can't work here yet: ${lacking} ${lacking === 1 ? 'thing is' : 'things are'} lacking.`);
  process.exitCode = lacking === 0 ? 0 : 1;
}
