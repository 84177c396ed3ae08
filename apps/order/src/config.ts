import { portSetting, readSettings, serviceSettings, url } from '@tradewind/config';

export const settings = {
  ...serviceSettings,
  PORT: portSetting(8003),
  PRODUCT_URL: url({ default: 'http://127.0.0.1:8002', desc: 'where the product service is; prices come from it' }),
};

export const loadConfig = (environment?: NodeJS.ProcessEnv) => readSettings(settings, environment);
export type OrderConfig = ReturnType<typeof loadConfig>;
