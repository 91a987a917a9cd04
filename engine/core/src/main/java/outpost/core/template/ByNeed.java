package outpost.core.template;

/** A map that works out each value when it is asked for, as there may be many and long ones. */
public interface ByNeed {}
