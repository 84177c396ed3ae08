export interface ProductRow {
  id: string;
  name: string;
  description: string | null;
  /** A bigint, which the driver hands over as text. */
  price_minor: string;
  currency: string;
  category: string;
  tags: string[];
  image_url: string | null;
  published: boolean;
  version: number;
  created_at: Date;
  updated_at: Date;
}
