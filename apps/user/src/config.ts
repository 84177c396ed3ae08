import { makeValidator, portSetting, readSettings, serviceSettings, SettingsError, str } from '@tradewind/config';
import { nearestProxy } from '@tradewind/http';
import { isEmail } from 'class-validator';
import { Password } from './domain/password';
import { LONGEST_TOKEN_MINUTES } from './infrastructure/tokens/signing-keys';

const secret = makeValidator((text) => {
  if (text.length < 32) throw new Error('has fewer than 32 characters');
  return text;
});

const wholeNumber = (least: number, most: number) =>
  makeValidator((text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least || value > most) throw new Error(`is not in ${least} to ${most}`);
    return value;
  });

// Empty is the same as not set: that is how Compose hands over what is not set.
const adminEmail = makeValidator((text) => {
  if (text !== '' && !isEmail(text, { require_tld: false })) throw new Error('is not an e-mail address');
  return text;
});
const adminPassword = makeValidator((text) => (text === '' ? text : Password.of(text).text));

const proxies = makeValidator((text) => {
  nearestProxy(text);
  return text;
});

export const settings = {
  ...serviceSettings,
  PORT: portSetting(8001),
  JWT_KEYS_DIR: str({ default: '.local/keys', desc: 'the folder of the <kid>.pem files that sign access tokens' }),
  ACCESS_TOKEN_MINUTES: wholeNumber(
    1,
    LONGEST_TOKEN_MINUTES,
  )({ default: 15, desc: 'how long an access token is good' }),
  REFRESH_TOKEN_SECRET: secret({ desc: 'what refresh tokens are made from; a new one ends all sessions' }),
  BCRYPT_COST: wholeNumber(10, 15)({ default: 11, desc: 'each step doubles the time of a password hash' }),
  TRUSTED_PROXIES: proxies({ default: '127.0.0.0/8,::1', desc: 'the gateway, as addresses and networks' }),
  ADMIN_EMAIL: adminEmail({ default: '', desc: 'the first ADMIN, applied at every start' }),
  ADMIN_PASSWORD: adminPassword({ default: '', desc: "the first ADMIN's password, applied at every start" }),
};

/** @throws SettingsError */
export const loadConfig = (environment?: NodeJS.ProcessEnv) => {
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password, ...config } = readSettings(settings, environment);
  if ((email === '') !== (password === '')) {
    throw new SettingsError('Settings are wrong:\n  ADMIN_EMAIL and ADMIN_PASSWORD: set both or neither');
  }
  return { ...config, admin: email === '' ? undefined : { email, password } };
};
export type UserConfig = ReturnType<typeof loadConfig>;
