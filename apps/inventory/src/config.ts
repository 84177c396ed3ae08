import { portSetting, readSettings, serviceSettings } from '@tradewind/config';

export const settings = { ...serviceSettings, PORT: portSetting(8004) };

export const loadConfig = (environment?: NodeJS.ProcessEnv) => readSettings(settings, environment);
export type InventoryConfig = ReturnType<typeof loadConfig>;
