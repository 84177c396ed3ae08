import { isEmail, ValidateBy } from 'class-validator';
import { PASSWORD_BYTES } from '../../application/register-user/register-user.handler';

const LINE = /^[^\p{Cc}\p{Zl}\p{Zp}]*$/u;
/** Nobody sees them, so two addresses that differ by them look like one. */
const UNSEEN = /\p{Cf}/u;

function field(name: string, message: string, validate: (value: string) => boolean): PropertyDecorator {
  const validator = {
    validate: (value: unknown) => typeof value === 'string' && validate(value),
    defaultMessage: () => message,
  };
  return ValidateBy({ name, validator });
}

export const IsEmailAddress = (options?: { require_tld: boolean }): PropertyDecorator =>
  field('isEmailAddress', 'email must be an e-mail address', (value) => {
    return LINE.test(value) && !UNSEEN.test(value) && isEmail(value, options);
  });

const NOT_IN_A_LINE = '\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029';

/** The rule of a name as the OpenAPI document says it. */
export const PERSON_NAME = `^[^${NOT_IN_A_LINE}]*[^\\s${NOT_IN_A_LINE}][^${NOT_IN_A_LINE}]*$`;

/** One line, since a name goes into the head of mails, and not only blanks. */
export const IsPersonName = (): PropertyDecorator =>
  field('isPersonName', 'name must be one line of 1 to 100 characters', (value) => {
    return LINE.test(value) && value.trim() !== '' && [...value].length <= 100;
  });

export const IsPassword = (): PropertyDecorator =>
  field('isPassword', `$property must have ${PASSWORD_BYTES.least} to ${PASSWORD_BYTES.most} bytes`, (value) => {
    const bytes = Buffer.byteLength(value);
    return bytes >= PASSWORD_BYTES.least && bytes <= PASSWORD_BYTES.most;
  });
