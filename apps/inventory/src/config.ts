import { makeValidator, portSetting, readSettings, serviceSettings } from '@tradewind/config';

const minutes = makeValidator((text) => {
  const value = Number(text);
  if (!(value > 0 && value <= 1_440)) throw new Error('is not above 0 and at most 1440 (a day)');
  return value;
});

export const settings = {
  ...serviceSettings,
  PORT: portSetting(8004),
  RESERVATION_OVERDUE_AFTER_MINUTES: minutes({
    default: 15,
    desc: 'how long goods may be set aside before the order service is asked whether the order is still under way',
  }),
};

export const loadConfig = (environment?: NodeJS.ProcessEnv) => readSettings(settings, environment);
export type InventoryConfig = ReturnType<typeof loadConfig>;
