import { Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { Dispatcher } from '@tradewind/kernel';
import { AppointAdmin, AppointAdminHandler } from '../../application/appoint-admin/appoint-admin.handler';

/** Applies ADMIN_EMAIL and ADMIN_PASSWORD at every start, where they are set. */
@Injectable()
export class FirstAdmin implements OnApplicationBootstrap {
  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly appointAdmin: AppointAdminHandler,
    private readonly admin: AppointAdmin | undefined,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (!this.admin) return;
    let isAppointed = false;
    while (!isAppointed) isAppointed = await this.dispatcher.run(this.appointAdmin, this.admin);
  }
}
