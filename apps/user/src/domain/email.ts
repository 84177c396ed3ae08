/** An address in the one form it is kept and compared in: neither capitals nor another way to write an accent make a new one. */
export class Email {
  private constructor(readonly value: string) {}

  static of(text: string): Email {
    return new Email(text.normalize('NFC').toLowerCase());
  }
}
