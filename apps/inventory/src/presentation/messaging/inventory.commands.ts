import { inventory } from '@tradewind/contracts';
import { commandsOf } from '@tradewind/messaging';
import { CommitStockHandler } from '../../application/commit-stock/commit-stock.handler';
import { ReleaseStockHandler } from '../../application/release-stock/release-stock.handler';
import { ReserveStockHandler } from '../../application/reserve-stock/reserve-stock.handler';
import { ReturnStockHandler } from '../../application/return-stock/return-stock.handler';

export const inventoryCommands = commandsOf('inventory')
  .on(inventory.reserveStock, ReserveStockHandler)
  .on(inventory.releaseStock, ReleaseStockHandler)
  .on(inventory.commitStock, CommitStockHandler)
  .on(inventory.returnStock, ReturnStockHandler);
