import { setRouteAccess } from './route-access.ts';

/** Lets anybody call the route or the controller's routes. A token that is sent along is not looked at. */
export const Public = () => setRouteAccess('public');
