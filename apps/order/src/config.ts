import { portSetting, readSettings, serviceSettings, url } from '@tradewind/config';

export const settings = {
  ...serviceSettings,
  PORT: portSetting(8003),
  PRODUCT_URL: url({ default: 'http://127.0.0.1:8002', desc: 'where the product service is; prices come from it' }),
  INVENTORY_URL: url({
    default: 'http://127.0.0.1:8004',
    desc: 'where the inventory service is; the story of an order shows its ledger',
  }),
  PAYMENT_URL: url({
    default: 'http://127.0.0.1:8005',
    desc: 'where the payment service is; the story of an order shows its payment',
  }),
};

export const loadConfig = (environment?: NodeJS.ProcessEnv) => readSettings(settings, environment);
export type OrderConfig = ReturnType<typeof loadConfig>;
