import { portSetting, readSettings, serviceSettings, url } from '@tradewind/config';

const serviceUrl = (service: string, port: number) =>
  url({ default: `http://127.0.0.1:${port}`, desc: `where the ${service} service is; its API is shown at /docs` });

export const settings = {
  ...serviceSettings,
  PORT: portSetting(8002),
  USER_URL: serviceUrl('user', 8001),
  PRODUCT_URL: serviceUrl('product', 8002),
  ORDER_URL: serviceUrl('order', 8003),
  INVENTORY_URL: serviceUrl('inventory', 8004),
  PAYMENT_URL: serviceUrl('payment', 8005),
};

export const loadConfig = (environment?: NodeJS.ProcessEnv) => readSettings(settings, environment);
export type ProductConfig = ReturnType<typeof loadConfig>;
