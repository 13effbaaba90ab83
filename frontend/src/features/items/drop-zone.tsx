'use client';
import { Button, FileButton, Stack, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState, type DragEvent } from 'react';

export function DropZone({ onFile }: { onFile: (file: File) => void }) {
  const t = useTranslations('items');
  const [isOver, setOver] = useState(false);
  const over = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file !== undefined) onFile(file);
  };
  return (
    <Stack
      className="drop"
      align="center"
      gap="xs"
      data-over={isOver || undefined}
      onDragOver={over}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Text size="sm" c="dimmed" visibleFrom="xs">
        {t('drop')}
      </Text>
      <FileButton accept=".csv,text/csv" onChange={(file) => file !== null && onFile(file)}>
        {(button) => (
          <Button {...button} data-autofocus>
            {t('choose')}
          </Button>
        )}
      </FileButton>
      <Text size="xs" ta="center">
        {t('importAllOrNothing')}
      </Text>
    </Stack>
  );
}
