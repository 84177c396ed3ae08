/** An address in the one form it is kept and compared in: capital letters make no other address. */
export class Email {
  private constructor(readonly value: string) {}

  static of(text: string): Email {
    return new Email(text.toLowerCase());
  }
}
