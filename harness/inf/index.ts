/** Configuration of drivers: their INFs, and what is set beside them. */
export { loadConfiguration, type Configuration, type ConfigurationRequest } from './configuration';
