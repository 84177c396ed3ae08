import { CancelReason, OrderStatus } from '@tradewind/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Lines are written once and always read with their order, so they live in its row. */
export interface LineRow {
  readonly product_id: string;
  readonly product_name: string;
  readonly quantity: number;
  /** Minor units. */
  readonly unit_price: number;
}

@Entity('orders')
export class OrderRow {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  order_number!: string;

  @Column('text')
  customer_id!: string;

  @Column('text')
  customer_email!: string;

  @Column('text')
  customer_name!: string;

  @Column('jsonb')
  lines!: LineRow[];

  /** Minor units. */
  @Column('bigint', { transformer: { to: (value: number) => value, from: (value: string) => Number(value) } })
  total!: number;

  @Column('text')
  currency!: string;

  @Column('text')
  status!: OrderStatus;

  @Column('text', { nullable: true })
  status_reason!: string | null;

  @Column('text', { nullable: true })
  cancel_reason!: CancelReason | null;

  @Column({ type: 'timestamptz', precision: 3 })
  created_at!: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  updated_at!: Date;
}
