import { Dashboard } from '../panels';
import { dataStoresAndNode } from './data-stores-and-node';
import { messaging } from './messaging';
import { ordersAndSagas } from './orders-and-sagas';
import { services } from './services';

/** By the name of the file that Grafana reads. */
export const DASHBOARDS: Readonly<Record<string, Dashboard>> = {
  'orders-and-sagas': ordersAndSagas,
  services,
  messaging,
  'data-stores-and-node': dataStoresAndNode,
};
