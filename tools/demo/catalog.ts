/** A product of the demo catalog, with the units to begin with. */
export interface CatalogProduct {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly price: number;
  readonly currency: string;
  readonly category: string;
  readonly tags: readonly string[];
  readonly stock: number;
}

type Row = readonly [name: string, price: number, stock: number, tags: string, description: string];

/** The order of the rows gives the ids: prod-001, prod-002, ... A new product goes to the end of the last category. */
const ROWS: Readonly<Record<string, readonly Row[]>> = {
  Electronics: [
    ['iPhone 15 Pro', 999.99, 100, 'phone apple 5g', 'Titanium smartphone with a 48 MP camera and USB-C.'],
    ['Lumen 14 Ultrabook', 1349, 25, 'laptop ultrabook work', 'A 14 inch laptop of 1.1 kg that works a whole day.'],
    [
      'Harbour ANC Headphones',
      249.5,
      80,
      'audio headphones travel',
      'Over-ear headphones that leave the engine outside.',
    ],
    [
      'Pebble Wireless Earbuds',
      89.9,
      200,
      'audio earbuds sport',
      'Small, light, and still there after a run in the rain.',
    ],
    ['Skylight 27 Monitor', 379, 40, 'monitor 4k work', 'A 27 inch 4K display with one cable for picture and power.'],
    [
      'Tidal Bluetooth Speaker',
      129,
      60,
      'audio speaker outdoor',
      'Waterproof speaker for balcony, beach and bathroom.',
    ],
    ['Orbit Smartwatch', 219, 75, 'watch sport health', 'Tracks heart, sleep and routes; a week between charges.'],
    [
      'Voltbank 20000',
      49.95,
      150,
      'battery usb-c travel',
      'Power bank that charges a laptop once, a phone four times.',
    ],
  ],
  Home: [
    ['Stoneware Teapot', 64, 2, 'kitchen tea handmade', 'Thrown by hand, glazed in ash; no two are the same.'],
    ['Fjord Wool Blanket', 89, 45, 'bedroom wool winter', 'Heavy lambswool blanket, woven in a fishbone pattern.'],
    ['Cedar Desk Lamp', 74.5, 55, 'light desk wood', 'Warm, dimmable light on an arm of oiled cedar.'],
    ['Marble Serving Board', 39.9, 70, 'kitchen marble', 'For cheese, cake and everything that likes to stay cool.'],
    ['Linen Bedding Set', 149, 35, 'bedroom linen summer', 'Stonewashed linen that gets softer every year.'],
    ['Cast-Iron Casserole', 119, 50, 'kitchen cooking iron', 'Five litres of slow Sundays, with an enamel inside.'],
    ['Amber Scented Candle', 24, 180, 'candle gift', 'Burns for fifty hours and smells of a library.'],
    ['Round Jute Rug', 99, 30, 'floor jute natural', 'A hand-braided rug, 150 cm across.'],
  ],
  Fashion: [
    ['Merino Crew Jumper', 95, 90, 'wool winter men women', 'Fine merino that is warm, light and does not itch.'],
    [
      'Waxed Field Jacket',
      229,
      40,
      'jacket autumn outdoor',
      'Keeps wind and rain out; wax it again and it lasts decades.',
    ],
    ['Selvedge Jeans', 139, 65, 'denim men', 'Raw denim from a shuttle loom, straight cut.'],
    ['Silk Evening Scarf', 59, 85, 'silk gift women', 'A metre of printed silk with rolled edges.'],
    ['Canvas Weekender Bag', 119.9, 45, 'bag travel canvas', 'Two days of clothes and a book fit in exactly.'],
    ['Chelsea Boots', 179, 50, 'shoes leather', 'Welted leather boots that can be resoled.'],
    ['Organic Cotton Tee', 24.9, 250, 'cotton basic summer', 'A T-shirt that keeps its shape and its colour.'],
    ['Cashmere Beanie', 45, 120, 'cashmere winter hat', 'A warm head for very little weight.'],
  ],
  Sports: [
    [
      'Ridge Trail Running Shoes',
      134.5,
      90,
      'running trail shoes',
      'Grip for mud and wet rock, soft enough for the road home.',
    ],
    ['Summit 45 Backpack', 159, 55, 'hiking backpack outdoor', 'Carries fifteen kilos as if they were ten.'],
    ['Cork Yoga Mat', 69, 100, 'yoga cork', 'Natural cork that grips better the more you sweat.'],
    ['Adjustable Dumbbell Pair', 249, 25, 'strength home', 'From 2 to 24 kg each with a turn of the handle.'],
    ['Two-Person Trail Tent', 319, 20, 'camping tent outdoor', 'Up in four minutes, 1.6 kg in the pack.'],
    ['Carbon Road Helmet', 129, 60, 'cycling helmet', 'Light, cool, and with a lamp at the back.'],
    ['Insulated Bottle 1 L', 34.9, 220, 'bottle outdoor steel', 'Tea stays hot for a day, water cold for two.'],
    ['Resistance Band Set', 29, 170, 'strength travel', 'Five bands that turn a hotel room into a gym.'],
  ],
  Books: [
    ['The Salt Road', 18.9, 140, 'novel history', 'A novel of three merchants and one very long winter.'],
    ['Designing Small Systems', 42, 75, 'software engineering', 'How to keep a system small enough to be understood.'],
    ['Bread in Five Steps', 29.9, 95, 'cooking baking', 'Flour, water, salt, time, and what goes wrong.'],
    [
      'Atlas of Quiet Places',
      54,
      40,
      'travel photography gift',
      'Eighty places where nothing happens, photographed well.',
    ],
    ['The Clockmaker of Porto', 16.5, 160, 'novel mystery', 'Somebody stops every clock in the city at 4:17.'],
    ['Birds at the Window', 22, 110, 'nature illustrated', 'Sixty garden birds, drawn and told apart.'],
    ['Practical Watercolour', 26.9, 65, 'art learning', 'Twenty paintings for beginners, wash by wash.'],
    ['Numbers for the Curious', 21, 85, 'science mathematics', 'Where the numbers of daily life come from.'],
  ],
  Toys: [
    [
      'Wooden Railway Starter Set',
      59.9,
      70,
      'wood train children',
      'Forty beech parts: rails, bridge, and a patient engine.',
    ],
    ['Lighthouse Puzzle 1000', 24.9, 130, 'puzzle family', 'A thousand pieces, half of them sea.'],
    ['Marble Run Tower', 44, 60, 'wood building children', 'Build it tall, let go, listen.'],
    ['Plush Otter', 27.5, 150, 'plush gift baby', 'Floats, is machine-washable and likes to be held.'],
    ['Harvest Board Game', 39, 80, 'board-game family', 'Two to five farmers and one unpredictable summer.'],
    ['Magnet Tiles 60', 52, 90, 'building magnet children', 'See-through tiles that become houses and rockets.'],
    ['Solar Robot Kit', 34.9, 100, 'science robot learning', 'Twelve robots out of one box, all run by the sun.'],
    ['Balance Bike', 89, 35, 'outdoor wheels children', 'First miles without pedals, from two years on.'],
  ],
  Beauty: [
    ['Rosehip Face Oil', 32, 120, 'skin oil natural', 'Cold-pressed rosehip for dry skin.'],
    ['Sea Salt Soap Bar', 9.9, 300, 'soap natural gift', 'Olive oil soap with Atlantic salt.'],
    ['Bamboo Hair Brush', 19.5, 140, 'hair bamboo', 'Wooden pins that are kind to long hair.'],
    ['Mineral Sunscreen 50', 22.9, 190, 'skin summer sun', 'Without perfume, without a white film.'],
    ['Vetiver Eau de Parfum', 98, 45, 'perfume gift', 'Green, dry and a little smoky.'],
    ['Clay Cleansing Mask', 18, 110, 'skin clay', 'White clay and oats, ten minutes once a week.'],
    ['Safety Razor', 48, 65, 'shaving steel', 'One blade, a heavy handle, no plastic.'],
    ['Lavender Bath Salts', 16.9, 155, 'bath gift', 'A pound of evenings at home.'],
  ],
  Garden: [
    ['Copper Watering Can', 54, 55, 'watering copper', 'Two litres and a spout that reaches the back row.'],
    ['Herb Growing Kit', 29.9, 130, 'herbs kitchen gift', 'Basil, thyme and parsley for the window sill.'],
    ['Forged Pruning Shears', 42.5, 85, 'tools steel', 'Forged steel that can be sharpened for a lifetime.'],
    ['Cedar Raised Bed', 139, 20, 'wood vegetables', 'A square metre of vegetables without kneeling.'],
    ['String of Garden Lights', 36, 145, 'light outdoor solar', 'Ten metres of warm light, charged by the day.'],
    ['Wildflower Seed Mix', 7.9, 400, 'seeds bees', 'Forty native flowers for poor soil and happy bees.'],
    ['Folding Teak Chair', 109, 40, 'furniture wood outdoor', 'Stays outside for years and turns silver.'],
    ['Cast-Iron Fire Bowl', 159, 25, 'fire outdoor iron', 'Sixty centimetres of late evenings.'],
  ],
};

export const CATALOG: readonly CatalogProduct[] = Object.entries(ROWS)
  .flatMap(([category, rows]) => rows.map((row) => ({ category, row })))
  .map(({ category, row: [name, price, stock, tags, description] }, index) => ({
    id: `prod-${String(index + 1).padStart(3, '0')}`,
    ...{ name, description, price, currency: 'USD', category, tags: tags.split(' '), stock },
  }));

/** A product by its name, so that the demo's orders do not depend on the order of the rows. */
export function catalogProduct(name: string): CatalogProduct {
  const product = CATALOG.find((candidate) => candidate.name === name);
  if (!product) throw new Error(`The catalog has no ${name}.`);
  return product;
}
