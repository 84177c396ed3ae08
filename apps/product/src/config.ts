import { portSetting, readSettings, serviceSettings } from '@tradewind/config';

export const settings = { ...serviceSettings, PORT: portSetting(8002) };

export const loadConfig = (environment?: NodeJS.ProcessEnv) => readSettings(settings, environment);
export type ProductConfig = ReturnType<typeof loadConfig>;
