import type { Folder } from '../recipe.ts';

const WORKED_WELL = {
  'all of them are of this tenant':
    "body.data.every((item) => item.tenant_id === pm.environment.get('tenant_id'))",
};

export const ITEMS: Folder = {
  tag: 'Items',
  recipes: [
    { operation: 'item_list', query: { limit: '5', sort: 'name' }, checks: WORKED_WELL },
    { operation: 'item_listOwn', query: { limit: '5' }, checks: WORKED_WELL },
    { operation: 'item_listTenant', query: { limit: '5' }, checks: WORKED_WELL },
    { operation: 'item_create', saves: { item_id: 'body.id' } },
    {
      operation: 'item_createMany',
      checks: { 'one item is made': 'body.data.length === 1' },
    },
    {
      operation: 'itemFiles_import',
      checks: { 'one item is made': 'body.imported === 1' },
      wrong: { body: 'nome,description\r\nPump 7,North hall\r\n', field: 'line 1, column name' },
    },
    {
      operation: 'itemFiles_export',
      name: 'Export items as CSV',
      query: { format: 'csv', q: 'pump' },
      contentType: 'text/csv',
      checks: { 'the first line names the columns': "text.split('\\r\\n')[0].includes('name')" },
    },
    {
      operation: 'itemFiles_export',
      name: 'Export items as NDJSON',
      query: { format: 'ndjson', q: 'pump' },
      contentType: 'application/x-ndjson',
      checks: { 'every line is an item': "text.trim().split('\\n').every((line) => JSON.parse(line).name)" },
    },
    { operation: 'item_get' },
    {
      operation: 'item_get',
      name: 'Read an item that has not changed',
      headers: { 'If-None-Match': '{{item_etag}}' },
      status: 304,
    },
    {
      operation: 'item_update',
      body: { name: 'Pump 7, overhauled' },
      headers: { 'If-Match': '{{item_etag}}' },
      checks: { 'the name has changed': "body.name === 'Pump 7, overhauled'" },
    },
    { operation: 'item_remove', spends: ['item_id'], last: true },
  ],
};
