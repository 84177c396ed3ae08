import { IsEmail, IsString } from 'class-validator';
import { event } from './contract';

export class UserRegistered {
  @IsString()
  readonly userId!: string;

  @IsEmail()
  readonly email!: string;

  @IsString()
  readonly name!: string;
}

export const userRegistered = event('user.registered.v1', UserRegistered);
