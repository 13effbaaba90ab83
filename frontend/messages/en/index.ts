import alerts from './alerts.json';
import apiKeys from './apiKeys.json';
import app from './app.json';
import audit from './audit.json';
import channels from './channels.json';
import error from './error.json';
import form from './form.json';
import items from './items.json';
import keys from './keys.json';
import list from './list.json';
import members from './members.json';
import nav from './nav.json';
import noAccess from './noAccess.json';
import notFound from './notFound.json';
import overview from './overview.json';
import palette from './palette.json';
import problem from './problem.json';
import profile from './profile.json';
import role from './role.json';
import sessionEnded from './sessionEnded.json';
import severity from './severity.json';
import shell from './shell.json';
import signIn from './signIn.json';
import status from './status.json';
import suspended from './suspended.json';
import tenants from './tenants.json';
import unreachable from './unreachable.json';

/** Every text of the front end in English; a file for each part of it. */
export const en = {
  alerts,
  apiKeys,
  app,
  audit,
  channels,
  error,
  form,
  items,
  keys,
  list,
  members,
  nav,
  noAccess,
  notFound,
  overview,
  palette,
  problem,
  profile,
  role,
  sessionEnded,
  severity,
  shell,
  signIn,
  status,
  suspended,
  tenants,
  unreachable,
};

export type Messages = typeof en;
