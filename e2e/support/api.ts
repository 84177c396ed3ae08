import request, { type Test } from 'supertest';
import { gatewayUrl } from './environment';

/** The API as one caller sees it; the gateway's, unless another address is given. */
export class Api {
  constructor(
    readonly token?: string,
    private readonly address: string = gatewayUrl(),
  ) {}

  get(path: string): Test {
    return this.signed(request(this.address).get(path));
  }

  post(path: string, body?: object | string): Test {
    return this.withBody(request(this.address).post(path), body);
  }

  patch(path: string, body?: object): Test {
    return this.withBody(request(this.address).patch(path), body);
  }

  put(path: string, body?: object): Test {
    return this.withBody(request(this.address).put(path), body);
  }

  delete(path: string): Test {
    return this.signed(request(this.address).delete(path));
  }

  private withBody(test: Test, body?: object | string): Test {
    return body === undefined ? this.signed(test) : this.signed(test).type('application/json').send(body);
  }

  private signed(test: Test): Test {
    return this.token === undefined ? test : test.set('authorization', `Bearer ${this.token}`);
  }
}

export const anonymous = (): Api => new Api();
