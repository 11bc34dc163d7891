/**
 * Names inside a 3MF file (3MF Consortium, "3MF Core Specification" 1.3 and "Materials and Properties Extension"
 * 1.2.1).
 */
export const MODEL_PART = '3D/3dmodel.model';
export const CONTENT_TYPES = '[Content_Types].xml';
export const ROOT_RELATIONSHIPS = '_rels/.rels';

export const CORE_NAMESPACE = 'http://schemas.microsoft.com/3dmanufacturing/core/2015/02';
export const MATERIAL_NAMESPACE = 'http://schemas.microsoft.com/3dmanufacturing/material/2015/02';
export const MODEL_RELATIONSHIP = 'http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel';
