export { ListSkeleton as default } from '@/components/feedback/list-skeleton';
