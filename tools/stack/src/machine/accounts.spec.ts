import { mayEnter, parseAccount } from './accounts';

const postgres = { uid: 101, gid: 104 };
const rootOwned = (mode: number) => ({ mode, uid: 0, gid: 0 });

describe('who may enter a folder', () => {
  it('lets a server in where every folder on the way is open to all', () => {
    expect(mayEnter([rootOwned(0o755), rootOwned(0o711)], postgres)).toBe(true);
  });

  it('keeps it out below a closed folder such as /root', () => {
    expect(mayEnter([rootOwned(0o755), rootOwned(0o700), rootOwned(0o755)], postgres)).toBe(false);
  });

  it("lets it into its own folder and its group's", () => {
    expect(mayEnter([{ mode: 0o700, uid: 101, gid: 0 }], postgres)).toBe(true);
    expect(mayEnter([{ mode: 0o750, uid: 0, gid: 104 }], postgres)).toBe(true);
  });

  it('judges an owner by the bits for the owner alone', () => {
    expect(mayEnter([{ mode: 0o077, uid: 101, gid: 104 }], postgres)).toBe(false);
  });
});

describe('finding an account', () => {
  const passwd = 'root:x:0:0:root:/root:/bin/sh\npostgres:x:101:104:admin:/var/lib/postgresql:/bin/bash\n';

  it('reads its numbers', () => {
    expect(parseAccount(passwd, 'postgres')).toEqual({ name: 'postgres', uid: 101, gid: 104 });
  });

  it('knows when there is none', () => {
    expect(parseAccount(passwd, 'rabbitmq')).toBeUndefined();
  });
});
