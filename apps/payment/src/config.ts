import { num, portSetting, readSettings, serviceSettings } from '@tradewind/config';

export const settings = {
  ...serviceSettings,
  PORT: portSetting(8005),
  PAYMENT_TIMEOUT_SECONDS: num({ default: 30, desc: 'how long a call to the provider may take' }),
  PAYMENT_RETRY_MS: num({
    default: 500,
    desc: 'the pause before a call to the provider is repeated; each further one is twice as long',
  }),
  MOCK_SLOW_SECONDS: num({ default: 20, desc: 'how late the mock provider answers to pm_card_slow' }),
};

export const loadConfig = (environment?: NodeJS.ProcessEnv) => readSettings(settings, environment);
export type PaymentConfig = ReturnType<typeof loadConfig>;
