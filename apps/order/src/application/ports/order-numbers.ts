/** Numbers for people: `ORD-YYYYMMDD-NNNNNN`, unique, not without gaps. */
export abstract class OrderNumbers {
  abstract next(now: Date): Promise<string>;
}
