import { FixedClock } from '@tradewind/testing';
import { ServiceDocuments } from '../ports/service-documents';
import { DescribeApiHandler } from './describe-api.handler';

class CountedDocuments extends ServiceDocuments {
  reads = 0;

  async read() {
    this.reads++;
    return new Map();
  }
}

describe('describing the API', () => {
  it('asks the services once in 30 seconds', async () => {
    const documents = new CountedDocuments();
    const clock = new FixedClock();
    const describeApi = new DescribeApiHandler(documents, clock);
    await Promise.all([describeApi.handle(), describeApi.handle()]);
    clock.advance(29_999);
    await describeApi.handle();
    expect(documents.reads).toBe(1);
    clock.advance(1);
    await describeApi.handle();
    expect(documents.reads).toBe(2);
  });
});
