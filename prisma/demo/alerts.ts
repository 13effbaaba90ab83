/** An alert of the demo data, and how far somebody has come with it. */
export interface DemoAlert {
  readonly title: string;
  readonly description: string | null;
  readonly severity: 'critical' | 'warning' | 'info';
  readonly status: 'open' | 'acknowledged' | 'resolved';
  readonly source: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Name of the item that it is about. */
  readonly item?: string;
  /** How often it was reported; more than once only under a key. */
  readonly occurrences?: number;
  readonly comment?: string;
}

const ACME: readonly DemoAlert[] = [
  alert('critical', 'open', 'Overhead crane: limit switch does not answer', 'crane-plc', {
    description: 'Hall A. The hoist stops only at the mechanical stop. Do not lift people or glass.',
    labels: { hall: 'A', plc: 'crane-1' },
    item: 'Overhead crane',
    occurrences: 4,
  }),
  alert('critical', 'acknowledged', 'Fume extractor: filter pressure above 900 Pa', 'building-monitor', {
    description: 'Welding is to stop until the filter has been changed.',
    labels: { hall: 'B', bay: 'B2' },
    item: 'Fume extractor',
    comment: 'A filter is in stock, I am changing it at noon.',
  }),
  alert('warning', 'open', 'Air compressor: condensate not drained', 'building-monitor', {
    labels: { hall: 'A' },
    item: 'Air compressor',
    occurrences: 2,
  }),
  alert('warning', 'open', 'Forklift 1: battery below 20 %', 'fleet', {
    labels: { vehicle: 'forklift-1' },
    item: 'Forklift 1',
  }),
  alert('warning', 'acknowledged', 'Torque wrench set: calibration due in 14 days', 'calendar', {
    labels: { certificate: 'TW-2025-11' },
    item: 'Torque wrench set',
    comment: 'The laboratory has been asked for a date.',
  }),
  alert('warning', 'open', 'Fire extinguisher, hall B: inspection overdue', 'calendar', {
    description: 'The label says October.',
    labels: { hall: 'B' },
    item: 'Fire extinguisher, hall B',
  }),
  alert('warning', 'resolved', 'Power hammer: oil temperature high', 'machine-monitor', {
    labels: { bay: 'A2' },
    item: 'Power hammer',
    occurrences: 7,
    comment: 'Cooler cleaned.',
  }),
  alert('critical', 'resolved', 'Hall A: main breaker tripped', 'building-monitor', {
    labels: { hall: 'A' },
    comment: 'The belt grinder had a short circuit. Cable replaced.',
  }),
  alert('info', 'open', 'Steel plate, 4 mm: below 50 sheets', 'stock', {
    labels: { article: 'SP-4' },
    item: 'Steel plate, 4 mm',
  }),
  alert('info', 'open', 'Delivery van: service due in 800 km', 'fleet', {
    labels: { vehicle: 'van-1' },
    item: 'Delivery van',
  }),
  alert('info', 'resolved', 'Hex bolts, M12: delivered', 'stock', {
    labels: { article: 'HB-12' },
    item: 'Hex bolts, M12',
  }),
  alert('info', 'acknowledged', 'Rocket skates: complaint of the customer', 'manual', {
    description: 'They left the road. The customer asks for a refund.',
    labels: { ticket: '1949' },
    item: 'Rocket skates',
  }),
  alert('warning', 'resolved', 'Welding set, MIG: gas pressure low', 'machine-monitor', {
    labels: { bay: 'B1' },
    item: 'Welding set, MIG',
    occurrences: 3,
  }),
];

const GLOBEX: readonly DemoAlert[] = [
  alert('critical', 'open', 'Ultra-low freezer 1: -61 °C and rising', 'cold-chain', {
    description: 'Limit -70 °C. Samples of the current trial are in it; freezer 2 is empty and cold.',
    labels: { room: '2.14', probe: 'ulf-1' },
    item: 'Ultra-low freezer 1',
    occurrences: 6,
  }),
  alert('critical', 'acknowledged', 'Liquid nitrogen dewar: level below 10 %', 'cold-chain', {
    labels: { room: '2.16' },
    item: 'Liquid nitrogen dewar',
    comment: 'Delivery is promised for three o’clock.',
  }),
  alert('critical', 'resolved', 'Mass spectrometer: vacuum lost', 'instruments', {
    labels: { room: '3.02' },
    item: 'Mass spectrometer',
    comment: 'Power cut of two seconds. Pumped down again overnight.',
  }),
  alert('warning', 'open', 'Biosafety cabinet: airflow 0.31 m/s', 'building', {
    labels: { room: '2.10' },
    item: 'Biosafety cabinet',
  }),
  alert('warning', 'open', 'Incubator, CO2: door open for 10 minutes', 'cold-chain', {
    labels: { room: '2.12' },
    item: 'Incubator, CO2',
    occurrences: 3,
  }),
  alert('warning', 'acknowledged', 'Water purification unit: resistivity low', 'building', {
    labels: { room: '2.01' },
    item: 'Water purification unit',
  }),
  alert('warning', 'open', 'Pipette set 1: service overdue', 'calendar', {
    labels: { certificate: 'PS1-06' },
    item: 'Pipette set 1',
  }),
  alert('warning', 'resolved', 'Autoclave: cycle aborted', 'instruments', {
    labels: { room: '2.08', program: '121' },
    item: 'Autoclave',
    occurrences: 2,
  }),
  alert('info', 'open', 'Dry ice: delivery moved to Wednesday', 'supplier', {
    labels: { week: '47' },
    item: 'Dry ice, weekly delivery',
  }),
  alert('info', 'open', 'Confocal microscope: booked out this week', 'booking', {
    labels: { room: '3.05' },
    item: 'Confocal microscope',
  }),
  alert('info', 'acknowledged', 'Barcode printer: labels running out', 'stock', {
    labels: { article: 'L-80' },
    item: 'Barcode printer',
  }),
  alert('info', 'resolved', 'Thermal cycler B: block calibrated', 'calendar', {
    labels: { room: '2.11' },
    item: 'Thermal cycler B',
  }),
];

const INITECH: readonly DemoAlert[] = [
  alert('warning', 'open', 'Laser printer, 2nd floor: PC LOAD LETTER', 'printers', {
    labels: { floor: '2' },
    item: 'Laser printer, 2nd floor',
    occurrences: 12,
  }),
];

export const DEMO_ALERTS: Readonly<Record<string, readonly DemoAlert[]>> = {
  tenant_a: ACME,
  tenant_b: GLOBEX,
  tenant_c: INITECH,
};

function alert(
  severity: DemoAlert['severity'],
  status: DemoAlert['status'],
  title: string,
  source: string,
  more: Omit<DemoAlert, 'severity' | 'status' | 'title' | 'source' | 'description'> & {
    readonly description?: string;
  },
): DemoAlert {
  return { severity, status, title, source, ...more, description: more.description ?? null };
}
