import { inventory } from '@tradewind/contracts';
import { eventsFor } from '@tradewind/messaging';
import { RecordStockLevelHandler } from '../../application/record-stock-level/record-stock-level.handler';

export const productEvents = eventsFor('product').on(inventory.inventoryChanged, RecordStockLevelHandler);
