import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentUser, SignedIn } from '@tradewind/http';
import { Principal } from '@tradewind/kernel';
import { PaymentQueries } from '../../application/find-payment/payment.queries';
import { PaymentDto, toPaymentDto } from './payments.dto';

@ApiTags('payments')
@SignedIn()
@Controller('payments')
export class PaymentsController {
  constructor(private readonly payments: PaymentQueries) {}

  @Get(':id')
  @ApiOkResponse({ type: PaymentDto })
  async find(@Param('id') id: string, @CurrentUser() caller: Principal): Promise<PaymentDto> {
    return toPaymentDto(await this.payments.get(id, caller));
  }

  @Get('order/:order_id')
  @ApiOkResponse({ type: PaymentDto })
  async findByOrder(@Param('order_id') orderId: string, @CurrentUser() caller: Principal): Promise<PaymentDto> {
    return toPaymentDto(await this.payments.getByOrder(orderId, caller));
  }
}
