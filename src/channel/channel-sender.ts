import { Injectable } from '@nestjs/common';
import { Environment } from '../platform/config/environment.ts';
import type { AlertChannel, Delivery } from '../platform/database/generated/client.ts';
import { ChannelSecrets } from './channel-secrets.ts';
import { Mailer } from './mailer.ts';
import type { Message } from './message.ts';
import { postAndJudge, type Outcome } from './outcome.ts';
import { slackBody } from './slack.ts';
import { webhookHeaders } from './webhook.ts';

/** One attempt to send a delivery, by the type of its channel. Takes ten seconds at most. */
@Injectable()
export class ChannelSender {
  constructor(
    private readonly secrets: ChannelSecrets,
    private readonly mailer: Mailer,
    private readonly environment: Environment,
  ) {}

  send(channel: AlertChannel, delivery: Delivery): Promise<Outcome> {
    const message = delivery.payload as unknown as Message;
    if (channel.type === 'email') return this.mailer.send(channel.recipients, message);
    return channel.type === 'slack'
      ? this.post(
          channel,
          { 'Content-Type': 'application/json', 'User-Agent': 'Tenantry' },
          slackBody(message),
        )
      : this.sendWebhook(channel, delivery, message);
  }

  /** The body is the same at each attempt; a receiver that has had a `delivery_id` can pass it over. */
  private async sendWebhook(
    channel: AlertChannel,
    { id, createdAt }: Delivery,
    message: Message,
  ): Promise<Outcome> {
    const body = JSON.stringify({
      event: message.event,
      delivery_id: id,
      created_at: createdAt.toISOString(),
      alert: message.alert,
    });
    const timestamp = Math.floor(Date.now() / 1_000);
    const secret = await this.secrets.of(channel);
    return this.post(channel, webhookHeaders({ id, body, secret, timestamp }), body);
  }

  private post(
    { url }: AlertChannel,
    headers: Readonly<Record<string, string>>,
    body: string,
  ): Promise<Outcome> {
    const { allowPrivateWebhooks: allowPrivate } = this.environment;
    return postAndJudge({ url: url ?? '', headers, body }, { allowPrivate });
  }
}
