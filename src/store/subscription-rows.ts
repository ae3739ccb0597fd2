import type { Layout, Subscription, SubscriptionId, Topics } from '../editions/subscription.js';
import type { Instant } from '../kernel/clock.js';
import type { Weekday } from '../kernel/dates.js';
import type { LocalTime, TimeZone } from '../kernel/schedule.js';
import type { FeedId } from '../papers/listing.js';
import type { AdapterId } from '../platform/adapter.js';
import type { SubscriptionRow } from './tables/editions.js';

export const rowOfSubscription = (subscription: Subscription): SubscriptionRow => ({
  id: subscription.id,
  adapter: subscription.adapter,
  workspace: subscription.workspace,
  channel: subscription.channel,
  managed: subscription.managed,
  enabled: subscription.enabled ? 1 : 0,
  time: subscription.timetable.time,
  zone: subscription.timetable.zone,
  days: JSON.stringify(subscription.timetable.days),
  count: subscription.count,
  layout: subscription.layout,
  feeds: JSON.stringify(subscription.feeds),
  topics: JSON.stringify(subscription.topics),
  min_upvotes: subscription.minUpvotes,
  next_run_at: subscription.nextRunAt,
  set_up_by: subscription.setUpBy,
  paused: subscription.paused,
});

export const subscriptionOfRow = (row: SubscriptionRow): Subscription => ({
  id: row.id as SubscriptionId,
  adapter: row.adapter as AdapterId,
  workspace: row.workspace,
  channel: row.channel,
  managed: row.managed as Subscription['managed'],
  enabled: row.enabled === 1,
  timetable: {
    time: row.time as LocalTime,
    zone: row.zone as TimeZone,
    days: JSON.parse(row.days) as readonly Weekday[],
  },
  count: row.count,
  layout: row.layout as Layout,
  feeds: JSON.parse(row.feeds) as readonly FeedId[],
  topics: JSON.parse(row.topics) as Topics,
  minUpvotes: row.min_upvotes,
  nextRunAt: row.next_run_at as Instant | null,
  setUpBy: row.set_up_by,
  paused: row.paused,
});
