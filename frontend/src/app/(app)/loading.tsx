export { OverviewSkeleton as default } from '@/components/feedback/overview-skeleton';
