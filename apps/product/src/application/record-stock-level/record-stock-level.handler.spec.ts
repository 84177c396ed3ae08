import { MemoryStockLevels } from '../../../test/fakes/stock-levels.memory';
import { RecordStockLevelHandler } from './record-stock-level.handler';

describe('hearing of a stock level', () => {
  it('keeps the newest, in whatever order they come', async () => {
    const levels = new MemoryStockLevels();
    const record = new RecordStockLevelHandler(levels);
    await record.handle({ productId: 'prod-001', quantity: 100, version: 1 });
    await record.handle({ productId: 'prod-001', quantity: 98, version: 3 });
    await record.handle({ productId: 'prod-001', quantity: 99, version: 2 });
    expect(levels.quantityOf('prod-001')).toBe(98);
  });
});
