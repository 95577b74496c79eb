package dev.k3sdeploy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;

/** What a public type offers is made of the JDK's types and ours, type arguments included. */
final class OwnTypesInSignatures extends ArchCondition<JavaClass> {
    OwnTypesInSignatures() {
        super("offer only types of the JDK and of k3sdeploy");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        List<JavaType> parents = new ArrayList<>(type.getInterfaces());
        type.getSuperclass().ifPresent(parents::add);
        parents.forEach(parent -> check(type.getName(), parent, events));
        for (JavaMember member : type.getMembers()) {
            if (member.getModifiers().contains(JavaModifier.PUBLIC)) {
                types(member).forEach(used -> check(member.getFullName(), used, events));
            }
        }
    }

    private static List<JavaType> types(JavaMember member) {
        List<JavaType> types = new ArrayList<>();
        if (member instanceof JavaField field) {
            types.add(field.getType());
        } else if (member instanceof JavaCodeUnit code) {
            types.add(code.getReturnType());
            types.addAll(code.getParameterTypes());
        }
        return types;
    }

    private static void check(String where, JavaType type, ConditionEvents events) {
        for (JavaClass raw : type.getAllInvolvedRawTypes()) {
            JavaClass element = raw.getBaseComponentType();
            String name = element.getName();
            if (!element.isPrimitive() && !name.startsWith("java.") && !name.startsWith("dev.k3sdeploy.")) {
                events.add(SimpleConditionEvent.violated(type, where + " offers " + name));
            }
        }
    }
}
