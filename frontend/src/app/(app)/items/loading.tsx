import { ListSkeleton } from '@/components/feedback/list-skeleton';

export default function ItemsLoading() {
  return <ListSkeleton />;
}
