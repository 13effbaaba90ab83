import type { components } from '@/lib/schema';

type Schemas = components['schemas'];
export type Channel = Schemas['ChannelDto'];
export type ChannelWithSecret = Schemas['ChannelWithSecretDto'];
export type NewChannel = Schemas['CreateChannelDto'];
export type ChannelChange = Schemas['UpdateChannelDto'];
export type Delivery = Schemas['DeliveryDto'];
