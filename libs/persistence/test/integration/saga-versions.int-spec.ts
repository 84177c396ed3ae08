import { command } from '@tradewind/contracts';
import { SystemClock } from '@tradewind/kernel';
import {
  Answer,
  CommandSender,
  LocalCommands,
  OutgoingCommand,
  saga,
  SagaDefinition,
  SagaObserver,
  Sagas,
  send,
} from '@tradewind/saga';
import { createTestDatabase, TestDatabase } from '@tradewind/testing';
import { DataSource } from 'typeorm';
import {
  AllowOneOpenSaga1760000000003,
  CreateSagaTables1760000000002,
  Database,
  migrate,
  OperateSagas1760000000005,
  TypeOrmSagaStore,
} from '../../src';

interface State {
  readonly parcel: string;
}

class Parcel {
  readonly parcel!: string;
}

const telling = (name: string) =>
  command({
    type: `carrier.${name}.v1`,
    payload: Parcel,
    done: { type: `carrier.${name}-done.v1` },
    refused: { type: `carrier.${name}-refused.v1`, codes: [] },
  });

const [collect, weigh, deliver] = ['collect', 'weigh', 'deliver'].map(telling);
const parcel = ({ parcel: id }: State) => ({ parcel: id });
const about = (version: number) => ({ version, subject: (state: State) => state.parcel });

const version1 = saga<State>('delivery', about(1))
  .step('collect', { do: send(collect!, parcel) })
  .retry('deliver', { do: send(deliver!, parcel) })
  .done();

/** Weighs what version 1 did not know to be weighed. */
const version2 = saga<State>('delivery', about(2))
  .step('collect', { do: send(collect!, parcel) })
  .step('weigh', { do: send(weigh!, parcel) })
  .retry('deliver', { do: send(deliver!, parcel) })
  .done();

class SentCommands extends CommandSender {
  readonly all: OutgoingCommand[] = [];

  async send(sent: OutgoingCommand): Promise<void> {
    this.all.push(sent);
  }
}

class NothingLocal extends LocalCommands {
  handles(): boolean {
    return false;
  }

  execute(): Promise<Answer> {
    throw new Error('nothing is local here');
  }
}

class NobodyWatches extends SagaObserver {
  changed(): void {}
}

describe('a saga that was started on an older version', () => {
  let server: TestDatabase;
  let dataSource: DataSource;
  let db: Database;

  beforeAll(async () => {
    server = await createTestDatabase();
    const migrations = [CreateSagaTables1760000000002, AllowOneOpenSaga1760000000003, OperateSagas1760000000005];
    dataSource = await new DataSource({ type: 'postgres', url: server.url, migrations }).initialize();
    await migrate(dataSource);
    db = new Database(dataSource);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await server.drop();
  });

  /** The engine as a release has it; what is under way is in the database only. */
  function release(...definitions: SagaDefinition<State>[]) {
    const [store, sent] = [new TypeOrmSagaStore(db), new SentCommands()];
    const sagas = new Sagas(definitions, db, store, sent, new NothingLocal(), new NobodyWatches(), new SystemClock());
    const answer = async (sagaId: string) => {
      const waiting = (await store.find(sagaId))!.instance;
      await sagas.answer(sagaId, { commandId: waiting.awaiting!, type: 'done', outcome: 'done', data: {} });
      return (await store.find(sagaId))!.instance;
    };
    return { sagas, sent: sent.all, answer };
  }

  it('ends on it, while new ones run on the newer version', async () => {
    const old = release(version1);
    const [first, second] = await db.run(async () => [
      await old.sagas.start(version1, { parcel: 'p-1' }),
      await old.sagas.start(version1, { parcel: 'p-2' }),
    ]);
    await old.answer(second);

    const now = release(version1, version2);
    expect(await now.answer(first)).toMatchObject({ version: 1, step: 'deliver', status: 'RUNNING' });
    expect(await now.answer(first)).toMatchObject({ version: 1, status: 'COMPLETED' });
    expect(await now.answer(second)).toMatchObject({ version: 1, status: 'COMPLETED' });
    expect(now.sent.map(({ type }) => type)).toEqual(['carrier.deliver.v1']);

    const third = await db.run(() => now.sagas.start(version2, { parcel: 'p-3' }));
    expect(await now.answer(third)).toMatchObject({ version: 2, step: 'weigh' });
  });

  it('is not touched by a release that has dropped its version: the answer fails, and can be taken in later', async () => {
    const id = await db.run(() => release(version1).sagas.start(version1, { parcel: 'p-4' }));
    await expect(release(version2).answer(id)).rejects.toThrow('No definition for saga delivery v1');
    expect(await release(version1, version2).answer(id)).toMatchObject({ version: 1, step: 'deliver' });
  });
});
