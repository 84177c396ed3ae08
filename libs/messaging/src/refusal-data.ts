import { Refusal } from '@tradewind/contracts';
import { IsString } from 'class-validator';

/** The data of every refusal on the wire. */
export class RefusalData implements Refusal {
  @IsString()
  readonly code!: string;

  @IsString()
  readonly detail!: string;
}
