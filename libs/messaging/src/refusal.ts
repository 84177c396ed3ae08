import { CommandContract, Refusal } from '@tradewind/contracts';
import { DomainError } from '@tradewind/kernel';
import { IsString } from 'class-validator';

/** The data of every refusal on the wire. */
export class RefusalData implements Refusal {
  @IsString()
  readonly code!: string;

  @IsString()
  readonly detail!: string;
}

/** Whether an error is a "no" that the command's contract names; any other is a failure. */
export function isRefusal(error: unknown, contract: CommandContract): error is DomainError {
  return error instanceof DomainError && contract.refused.codes.includes(error.code);
}
