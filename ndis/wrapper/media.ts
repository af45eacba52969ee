/** What NDIS offers as MediumArray; a miniport picks one. */
import { NdisMedium802_3 } from '../constants';

export const NDIS_MEDIA: readonly number[] = [NdisMedium802_3];
