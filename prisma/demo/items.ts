/** Name, description, tags, attributes. */
type DemoItem = readonly [
  string,
  string | null,
  readonly string[],
  Readonly<Record<string, string | number | boolean>>,
];

const ACME: readonly DemoItem[] = [
  [
    'Anvil, 50 kg',
    'Drop-forged, with a hardened face.',
    ['workshop', 'forging'],
    { weight_kg: 50, bay: 'A1' },
  ],
  [
    'Anvil, 120 kg',
    'For the big hammer; needs the crane.',
    ['workshop', 'forging'],
    { weight_kg: 120, bay: 'A1' },
  ],
  [
    'Power hammer',
    'Pneumatic, yearly inspection due in March.',
    ['workshop', 'forging', 'inspection'],
    { bay: 'A2' },
  ],
  ['Belt grinder', 'Two speeds, belts of 75 mm.', ['workshop', 'grinding'], { watts: 1500, bay: 'A3' }],
  ['Bench vice, 150 mm', null, ['workshop'], { jaw_mm: 150, bay: 'A3' }],
  [
    'Pillar drill',
    'Chuck up to 16 mm, with depth stop.',
    ['workshop', 'drilling'],
    { watts: 750, bay: 'A4' },
  ],
  ['Torque wrench set', '20 to 200 Nm, calibrated every year.', ['tools', 'calibration'], { pieces: 3 }],
  ['Dial caliper', 'Resolution of 0.01 mm.', ['tools', 'calibration'], { range_mm: 150 }],
  ['Laser level', 'Self-levelling, range of 30 m.', ['tools', 'site'], { range_m: 30 }],
  ['Thermal camera', 'Finds hot bearings before they fail.', ['tools', 'inspection'], { pixels: '320x240' }],
  ['Forklift 1', 'Electric, charger in the yard.', ['vehicle'], { capacity_kg: 1800, electric: true }],
  ['Forklift 2', 'Gas, for the yard only.', ['vehicle'], { capacity_kg: 3000, electric: false }],
  ['Delivery van', 'Serviced every 20,000 km.', ['vehicle', 'site'], { seats: 3 }],
  [
    'Overhead crane',
    'Hall A, 5 t. Ropes replaced this year.',
    ['lifting', 'inspection'],
    { capacity_kg: 5000 },
  ],
  ['Chain hoist', null, ['lifting'], { capacity_kg: 1000 }],
  ['Lifting slings', 'Certified, discard when cut.', ['lifting', 'safety'], { pieces: 24 }],
  ['Welding set, TIG', 'With water cooling.', ['welding'], { amperes: 220, bay: 'B1' }],
  ['Welding set, MIG', 'For steel up to 12 mm.', ['welding'], { amperes: 350, bay: 'B1' }],
  ['Welding helmets', 'Automatic, spare batteries in the drawer.', ['welding', 'safety'], { pieces: 8 }],
  ['Fume extractor', 'Filter changed every quarter.', ['welding', 'safety', 'inspection'], { bay: 'B2' }],
  ['Fire extinguisher, hall A', 'Foam.', ['safety', 'inspection'], { litres: 6 }],
  [
    'Fire extinguisher, hall B',
    'Carbon dioxide, beside the switchboard.',
    ['safety', 'inspection'],
    { kg: 5 },
  ],
  ['First-aid cabinet', 'Checked every month.', ['safety'], { bay: 'office' }],
  ['Air compressor', 'Drain the tank on Fridays.', ['workshop', 'air'], { bar: 10, litres: 270 }],
  ['Steel plate, 4 mm', 'Two metres by one.', ['stock', 'steel'], { sheets: 40 }],
  ['Steel tube, 40 x 40', 'Six-metre lengths.', ['stock', 'steel'], { lengths: 65 }],
  ['Hex bolts, M12', 'Galvanised, boxes of 100.', ['stock', 'fasteners'], { boxes: 18 }],
  ['Rocket skates', 'Returned by the customer. Do not test indoors.', ['stock', 'returned'], { pairs: 1 }],
];

const GLOBEX: readonly DemoItem[] = [
  ['Ultra-low freezer 1', 'Samples of the current trial, -80 °C.', ['laboratory', 'cold'], { celsius: -80 }],
  ['Ultra-low freezer 2', 'Spare, kept empty and cold.', ['laboratory', 'cold'], { celsius: -80 }],
  ['Refrigerated centrifuge', 'Rotor logged by hours.', ['laboratory', 'cold'], { rpm: 15000 }],
  ['Microcentrifuge', null, ['laboratory'], { rpm: 13300 }],
  ['Confocal microscope', 'Book a day ahead.', ['laboratory', 'imaging', 'booking'], { lasers: 4 }],
  ['Stereo microscope', 'With camera.', ['laboratory', 'imaging'], { zoom: '0.8x-8x' }],
  ['Plate reader', 'Absorbance and fluorescence.', ['laboratory', 'imaging'], { wells: 384 }],
  ['Thermal cycler A', null, ['laboratory', 'pcr'], { wells: 96 }],
  ['Thermal cycler B', 'Block replaced in spring.', ['laboratory', 'pcr'], { wells: 96 }],
  ['Gel documentation', 'Blue light, no ultraviolet.', ['laboratory', 'imaging', 'pcr'], { megapixels: 5 }],
  [
    'Biosafety cabinet',
    'Class II, certified every year.',
    ['laboratory', 'safety', 'certified'],
    { class: 2 },
  ],
  ['Fume hood', 'Face velocity checked monthly.', ['laboratory', 'safety', 'certified'], { metres: 1.8 }],
  ['Autoclave', 'Do not run overnight.', ['laboratory', 'sterile'], { litres: 100 }],
  ['Incubator, CO2', 'Water tray on Mondays.', ['laboratory', 'sterile'], { celsius: 37 }],
  ['Shaking incubator', null, ['laboratory'], { rpm: 250 }],
  [
    'Analytical balance',
    'Calibrated weights in the case.',
    ['laboratory', 'certified'],
    { readability_mg: 0.1 },
  ],
  ['pH meter', 'Buffers renewed weekly.', ['laboratory'], { electrodes: 2 }],
  ['Pipette set 1', 'P2 to P1000, service in June.', ['laboratory', 'certified'], { pieces: 6 }],
  ['Pipette set 2', 'P2 to P1000.', ['laboratory', 'certified'], { pieces: 6 }],
  ['Liquid nitrogen dewar', 'Level alarm on the corridor panel.', ['cold', 'safety'], { litres: 50 }],
  ['Water purification unit', 'Type I water.', ['laboratory', 'sterile'], { litres_per_hour: 10 }],
  ['Chromatography system', 'Two columns in use.', ['laboratory', 'booking'], { pumps: 2 }],
  ['Mass spectrometer', 'Vacuum must stay on.', ['laboratory', 'booking', 'imaging'], { resolution: 60000 }],
  ['Sample tracker tablets', 'Charged in the corridor.', ['office', 'booking'], { pieces: 5 }],
  ['Cold-chain boxes', 'With loggers, 48 hours.', ['cold', 'shipping'], { pieces: 12 }],
  ['Dry ice, weekly delivery', 'Tuesdays before nine.', ['cold', 'shipping'], { kg: 20 }],
  ['Barcode printer', 'Labels that survive -80 °C.', ['office', 'shipping'], { dpi: 300 }],
];

const INITECH: readonly DemoItem[] = [
  ['Red stapler', 'Belongs to the basement.', ['office'], { colour: 'red' }],
  ['Laser printer, 2nd floor', 'PC LOAD LETTER.', ['office', 'printer'], { floor: 2 }],
  ['Cover sheets', 'For all reports.', ['office', 'paper'], { packs: 500 }],
  ['Conference phone', null, ['office'], { room: 'Atrium' }],
];

export const DEMO_ITEMS: Readonly<
  Record<string, { readonly owners: readonly string[]; readonly items: readonly DemoItem[] }>
> = {
  tenant_a: { owners: ['alice@example.com', 'carol@example.com'], items: ACME },
  tenant_b: { owners: ['bob@example.com'], items: GLOBEX },
  tenant_c: { owners: ['frank@example.com'], items: INITECH },
};
