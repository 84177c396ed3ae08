import { newId } from '@tradewind/kernel';
import { CategoryAlreadyExists, CategoryInUse, CategoryNotFound } from '../../src/domain/category.errors';
import { Category, CategoryRepository } from '../../src/domain/category.repository';

export class MemoryCategoryRepository extends CategoryRepository {
  private readonly inUse = new Set<string>();
  private readonly rows = new Map<string, string>();

  get names(): string[] {
    return [...this.rows.values()];
  }

  async add({ id, name }: Category): Promise<void> {
    if (this.names.includes(name)) throw new CategoryAlreadyExists(name);
    this.rows.set(id, name);
  }

  async ensure(name: string): Promise<void> {
    if (!this.names.includes(name)) this.rows.set(newId(), name);
    this.inUse.add(name);
  }

  async rename({ id, name }: Category): Promise<void> {
    this.nameOf(id);
    this.rows.delete(id);
    await this.add({ id, name });
  }

  async remove(categoryId: string): Promise<void> {
    if (this.inUse.has(this.nameOf(categoryId))) throw new CategoryInUse(categoryId);
    this.rows.delete(categoryId);
  }

  private nameOf(id: string): string {
    const name = this.rows.get(id);
    if (name === undefined) throw new CategoryNotFound(id);
    return name;
  }
}
