import { CallHandler, ExecutionContext, Injectable, NestInterceptor } from '@nestjs/common';
import { RequestInvalid } from '@tradewind/http';
import { MoneyMalformed } from '@tradewind/kernel';
import { catchError, Observable } from 'rxjs';

/**
 * How many decimals a price may have depends on its currency, which a PATCH may leave to the product. So the use case
 * finds out, and it is still the shape of a field that is wrong: 400.
 */
@Injectable()
export class PriceIsAField implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      catchError((error: unknown) => {
        if (error instanceof MoneyMalformed) throw new RequestInvalid([{ field: 'price', message: error.message }]);
        throw error;
      }),
    );
  }
}
