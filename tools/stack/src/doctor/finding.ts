/** One thing that the doctor has to say. */
export interface Finding {
  /** `lacking`: `make up` can't work. `note`: it works, and this is worth knowing. */
  level: 'ok' | 'note' | 'lacking';
  text: string;
  advice?: string;
}
